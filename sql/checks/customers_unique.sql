-- A customer id stands for one customer: no version has it twice.
select customer_id, count(*) as customers
from live.dim_customer
group by customer_id
having count(*) > 1
limit 5
