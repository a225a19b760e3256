-- Tables for the files as they are: text, no rules. COPY fills them.
drop schema if exists plain cascade;
create schema plain;
create table plain.raw_customers (customer_id text, became_member_on text, gender text, age text, income text);
create table plain.raw_offers (offer_id text, offer_type text, difficulty text, reward text, duration text, channels text);
create table plain.raw_events (customer_id text, event text, value text, time text);
