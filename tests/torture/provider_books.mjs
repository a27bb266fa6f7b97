// The books of the built-in payment provider, by which the shop's can be checked: what it captured and paid back, by order.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const kSucceeded = { settled: 2, refund: 1 }

/** Map of order id to {captured, refunded}, in minor units. */
export function providerBooks (dataDir) {
  const [file] = readdirSync(dataDir, { recursive: true }).filter(name => name.endsWith('test-provider.ndjson'))
  const intents = new Map()
  const refunds = new Map()
  for (const line of readFileSync(join(dataDir, file), 'utf8').split('\n').filter(Boolean)) {
    const entry = JSON.parse(line)
    if (entry.op === 'intent') intents.set(entry.id, { order: entry.order, captured: 0 })
    if (entry.op === 'settled' && entry.status === kSucceeded.settled) intents.get(entry.id).captured = entry.received
    if (entry.op === 'refund') refunds.set(entry.id, entry)
  }
  const books = new Map()
  const of = order => {
    if (!books.has(order)) books.set(order, { captured: 0, refunded: 0 })
    return books.get(order)
  }
  for (const { order, captured } of intents.values()) of(order).captured += captured
  for (const { intent, amount, status } of refunds.values()) {
    if (status === kSucceeded.refund) of(intents.get(intent).order).refunded += amount
  }
  return books
}
