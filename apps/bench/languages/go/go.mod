module contestant

go 1.24

require github.com/surrealdb/surrealdb.go v1.3.0
