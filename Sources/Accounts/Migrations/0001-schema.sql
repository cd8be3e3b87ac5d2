CREATE SCHEMA accounts;
