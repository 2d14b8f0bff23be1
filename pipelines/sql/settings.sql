-- What the warehouse must remember about itself, such as which key its pseudonyms were made with.
CREATE TABLE IF NOT EXISTS settings (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
