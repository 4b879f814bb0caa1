# sqlite3: a database file, transactions, joins, aggregates, recursive queries, integrity.
set -eu
sqlite3 test.db <<'SQL'
CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, value REAL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000)
INSERT INTO t SELECT i, 'name' || (i % 100), i * 0.5 FROM n;
CREATE INDEX by_name ON t(name);
SELECT count(*), sum(value), avg(value), min(name), max(name) FROM t;
SELECT name, count(*) FROM t GROUP BY name ORDER BY name LIMIT 3;
BEGIN; DELETE FROM t WHERE id % 2; SELECT count(*) FROM t; ROLLBACK; SELECT count(*) FROM t;
UPDATE t SET value = round(value * 1.1, 2) WHERE name = 'name7';
SELECT printf('%.2f', sum(value)) FROM t WHERE name LIKE 'name7%';
SELECT a.id, b.id FROM t a JOIN t b ON a.id = b.id * 199 ORDER BY 1 DESC LIMIT 2;
SELECT json_extract('{"a":[1,{"b":2}]}', '$.a[1].b'), upper(hex(zeroblob(3))), date('2024-02-28', '+1 day');
WITH RECURSIVE f(a,b) AS (SELECT 0,1 UNION ALL SELECT b,a+b FROM f LIMIT 60) SELECT max(a) FROM f;
PRAGMA integrity_check; PRAGMA journal_mode=WAL; INSERT INTO t VALUES(NULL,'last',1); VACUUM;
SELECT max(id) FROM t;
SQL
ls test.db; sqlite3 test.db 'select count(*) from t where id > 19990'; sqlite3 test.db 'select nonsense' 2>&1 | cut -c1-30 | head -n 1
