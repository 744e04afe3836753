//! A contestant of the benchmark that uses the Rust client. Its last argument are the facts as JSON. It reads orders and
//! writes reports, one line each.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use surrealdb::Surreal;
use surrealdb::engine::remote::ws::{Client, Ws};
use surrealdb::types::{Object, RecordId, Value};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

const ROUND_LENGTH: Duration = Duration::from_millis(300);

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let facts: serde_json::Value = serde_json::from_str(&std::env::args().next_back().unwrap_or_default())?;
    let text = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    let number = |name: &str| facts[name].as_u64().unwrap_or_default();
    let db = Arc::new(Surreal::new::<Ws>(text("url").trim_start_matches("ws://")).await?);
    db.use_ns("bench").use_db("bench").await?;
    println!("{}", serde_json::json!({ "kind": "ready" }));
    let mut orders = BufReader::new(stdin()).lines();
    let mut round = 0;
    while let Some(order) = orders.next_line().await? {
        if order != "round" {
            break;
        }
        round += 1;
        let figure = if text("work") == "insert" {
            inserts_per_second(&db, number("count"), &format!("insert_rust_{round}")).await?
        } else {
            requests_per_second(&db, &text("text"), number("inFlight")).await?
        };
        println!("{}", serde_json::json!({ "kind": "figure", "figure": figure }));
    }
    Ok(())
}

async fn requests_per_second(db: &Arc<Surreal<Client>>, text: &str, in_flight: u64) -> Outcome<f64> {
    let start = Instant::now();
    let workers: Vec<_> = (0..in_flight)
        .map(|_| {
            let (db, text) = (Arc::clone(db), text.to_owned());
            tokio::spawn(async move {
                let mut answered = 0_u64;
                while start.elapsed() < ROUND_LENGTH {
                    let _: Value = db.query(text.as_str()).await?.take(0)?;
                    answered += 1;
                }
                Ok::<u64, surrealdb::Error>(answered)
            })
        })
        .collect();
    let mut answered = 0;
    for worker in workers {
        answered += worker.await??;
    }
    Ok(answered as f64 / start.elapsed().as_secs_f64())
}

async fn inserts_per_second(db: &Surreal<Client>, count: u64, table: &str) -> Outcome<f64> {
    let rows: Vec<Value> = (0..count as i64).map(|index| row(table, index)).collect();
    let start = Instant::now();
    let inserted: Vec<Value> = db.insert(table).content(rows).await?;
    let passed = start.elapsed();
    if inserted.len() as u64 != count {
        return Err(format!("{} of {count} records came back", inserted.len()).into());
    }
    db.query(format!("REMOVE TABLE {table}")).await?.check()?;
    Ok(count as f64 / passed.as_secs_f64())
}

fn row(table: &str, index: i64) -> Value {
    let mut address = Object::new();
    address.insert("city", "Berlin".to_owned());
    address.insert("zip", 10_000 + index);
    let mut row = Object::new();
    row.insert("id", RecordId::new(table, index));
    row.insert("name", format!("User {index}"));
    row.insert("age", index % 80);
    row.insert("tags", vec!["a".to_owned(), "b".to_owned(), index.to_string()]);
    row.insert("address", address);
    Value::Object(row)
}
