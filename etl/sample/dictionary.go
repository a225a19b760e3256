package sample

// dictionary is the content of DictionaryFile: a row for each table, with an empty field, and one for each of its columns.
const dictionary = `Table,Field,Description
offers,,Every offer of the programme
offers,offer_id,Names the offer (primary key)
offers,offer_type,"bogo (buy one, get one), discount, or informational"
offers,difficulty,Dollars to spend before the reward is paid; 0 where there is nothing to complete
offers,reward,Dollars paid when the offer is completed
offers,duration,"Days in which the offer can be completed, counted from its receipt"
offers,channels,Ways in which the offer is sent
customers,,Members of the programme
customers,customer_id,Names the customer (primary key)
customers,became_member_on,Day of joining (yyyymmdd)
customers,gender,"M (male), F (female), O (other); empty where the customer did not say"
customers,age,Years; 118 where the customer did not say
customers,income,Dollars a year as the customer put it; empty where the customer did not say
events,,What customers did in the programme's thirty days
events,customer_id,Who (foreign key)
events,event,"offer received, offer viewed, offer completed, or transaction"
events,value,"The amount of a transaction; else the offer's id, with the reward when it was completed"
events,time,Hours since the programme began
`
