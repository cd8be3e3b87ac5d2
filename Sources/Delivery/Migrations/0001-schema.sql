CREATE SCHEMA delivery;
