// The tests of this project ask their questions of PostgreSQL.
process.env.READ_STORE_ENGINE = 'postgres';
