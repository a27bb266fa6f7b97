// A provider's webhooks on the worst of days: each delivered one to five times, at the same moment over many connections,
// shuffled within an order and across orders, among forged, altered, old and future ones, notices of orders that nobody
// knows and captures of the wrong amount, while the server is killed. Every order has a twin whose notices come once, in
// order, alone: both must end alike, and forged ones must change nothing.
//
//   node tests/torture/webhooks.mjs [--orders 150] [--kills 2] [--seed N] [--bug forged-taken]
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Aisle } from '../e2e/aisle.mjs'
import { random, sleep } from './random.mjs'
import { Client, Promises, loadCatalog, must, saysLater } from './shop_client.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '150' }, kills: { type: 'string', default: '2' }, seed: { type: 'string' }, bug: { type: 'string' } }
})
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('webhooks', seed, values.bug)
const kSecrets = ['whsec_the_new_one', 'whsec_the_old_one'] // during a rotation both are good
const kPrice = 1999
const kPlanted = values.bug === 'forged-taken' // every order then gets a forged notice with a good signature
const kOutcomes = ['processing', 'payment_failed', 'succeeded'] // as a provider would tell them

const files = mkdtempSync(join(tmpdir(), 'aisle-webhooks-'))
writeFileSync(join(files, 'secrets'), kSecrets.join('\n') + '\n')
const aisle = await Aisle.start({ args: ['--shop-webhook-secrets-file', join(files, 'secrets'), '--shop-shipping', 'manual'] })
const clients = Array.from({ length: 64 }, () => new Client(aisle))
const promises = new Promises()
const key = what => `${what}-${seed}-${promises.all.length}-webhooks`

function sign (body, secret, time = Math.floor(Date.now() / 1000)) {
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`
}

function notice (order, what, { id = `evt_${order.intent}_${what}`, missing = 0 } = {}) {
  const status = { processing: 'processing', payment_failed: 'requires_payment_method', succeeded: 'succeeded' }[what]
  const failure = what === 'payment_failed' ? { last_payment_error: { code: 'card_declined' } } : {}
  const object = {
    id: order.intent, object: 'payment_intent', status, amount: order.total, amount_received: what === 'succeeded' ? order.total - missing : 0,
    currency: 'usd', metadata: { order_id: order.id, attempt: '1' }, ...failure
  }
  return JSON.stringify({ id, object: 'event', created: Math.floor(Date.now() / 1000), type: `payment_intent.${what}`, data: { object } })
}

/** An order that waits for a payment that the built-in provider will never decide. */
async function openOrder (client) {
  const cart = await promises.ask(client, key('cart'), { method: 'POST', path: '/_shop/v1/carts' })
  const headers = { 'x-cart-token': cart.json.cart_token }
  await promises.ask(client, key('line'), { method: 'PUT', path: `/_shop/v1/carts/${cart.json.id}/lines/sku-${below(8)}`, body: { quantity: 1 + below(3) }, headers })
  const body = { cart_id: cart.json.id, payment: { method: 'test_open' } }
  const { json } = await promises.ask(client, key('checkout'), { method: 'POST', path: '/_shop/v1/orders', body, headers })
  return { id: json.id, total: json.total.amount }
}

async function read (client, order) {
  return JSON.parse((await client.send({ method: 'GET', path: `/_shop/v1/orders/${order.id}` })).text)
}

async function knowIntent (client, order) {
  for (let tries = 0; tries < 600; tries++) {
    const { payments } = await read(client, order)
    if (payments[0].intent) return { ...order, intent: payments[0].intent }
    await sleep(50)
  }
  throw new Error(`order ${order.id} has no intent`)
}

const accepted = []
const takes = []

/** Delivers until somebody answers, as providers do. */
async function deliver (client, { body, signature, good }) {
  for (;;) {
    const before = Date.now()
    let answer
    try {
      answer = await client.send({ method: 'POST', path: '/_shop/v1/payments/webhooks/test', body, headers: { 'webhook-signature': signature ?? sign(body, kSecrets[below(2)]) } })
    } catch {
      await sleep(20 + below(50))
      continue
    }
    if (saysLater(answer)) {
      await sleep(20)
      continue
    }
    takes.push(Date.now() - before)
    if (answer.status !== (good ? 200 : 400)) accepted.push(`${good ? 'a good' : 'a forged'} notice was answered ${answer.status} ${answer.text}: ${body}`)
    return
  }
}

/** Notices that must not be believed: whoever made them says the opposite of what is true. */
function forgeries (order, truth) {
  const lie = truth.includes('succeeded') ? 'payment_failed' : 'succeeded'
  const body = notice(order, lie, { id: `evt_forged_${order.intent}` })
  const now = Math.floor(Date.now() / 1000)
  const signature = sign(body, kPlanted ? kSecrets[0] : 'whsec_somebody_elses')
  return [
    { body, signature },
    { body, signature: sign(body, kSecrets[0], now - 3600) },
    { body, signature: sign(body, kSecrets[0], now + 3600) },
    { body: body.replace('"object":"event"', '"object": "event"'), signature: sign(body, kSecrets[0]) },
    { body, signature: `t=${now}` },
    { body, signature: '' }
  ].slice(kPlanted ? 0 : below(5)).map(each => ({ ...each, good: false }))
}

function shuffled (items) {
  return items.map(item => ({ item, order: draw() })).sort((a, b) => a.order - b.order).map(({ item }) => item)
}

/** What happens to a pair of orders: some of the outcomes, and now and then too little money. */
function draft (pair) {
  const chance = draw()
  const truth = chance < 0.45 ? ['succeeded'] : chance < 0.6 ? ['payment_failed', 'succeeded'] : chance < 0.85 ? ['payment_failed'] : []
  if (below(2) === 0) truth.push('processing')
  return { ...pair, truth: kOutcomes.filter(what => truth.includes(what)), missing: below(20) === 0 ? 1 : 0 }
}

function stormOf ({ order, truth, missing }) {
  const good = truth.flatMap(what => {
    const body = notice(order, what, { missing })
    return Array.from({ length: 1 + below(5) }, () => ({ body, good: true }))
  })
  const stranger = { id: randomUUID(), intent: `pi_nobody_${randomUUID()}`, total: kPrice }
  const unknown = below(10) === 0 ? [{ body: notice(stranger, 'succeeded'), good: true }] : []
  return [...good, ...unknown, ...(kPlanted || below(10) < 3 ? forgeries(order, truth) : [])]
}

async function inParallel (items, work) {
  const results = []
  let next = 0
  await Promise.all(clients.map(async client => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(client, items[at])
    }
  }))
  return results
}

/** The state in which an order stays. */
async function settled (client, order) {
  let last
  for (let same = 0; same < 5; await sleep(100)) {
    const { state, captured, refunded } = await read(client, order)
    const now = JSON.stringify({ state, captured, refunded })
    same = now === last ? same + 1 : 0
    last = now
  }
  return last
}

try {
  await loadCatalog(aisle, 8, 1_000_000)
  const orders = Array.from({ length: Number(values.orders) })
  const openPair = async client => ({ order: await openOrder(client), twin: await openOrder(client) })
  const open = await inParallel(orders, openPair)
  const pairs = (await inParallel(open, async (client, { order, twin }) => ({ order: await knowIntent(client, order), twin: await knowIntent(client, twin) }))).map(draft)

  const deliveries = shuffled(pairs.flatMap(stormOf))
  let over = false
  const killing = (async () => {
    for (let kills = 0; kills < Number(values.kills); kills++) {
      await sleep(100 + below(300))
      if (over) return
      await aisle.kill()
      await aisle.restart()
    }
  })()
  const before = Date.now()
  await inParallel(deliveries, deliver)
  over = true
  await killing
  const seconds = (Date.now() - before) / 1000
  verdicts.add('each notice is answered as it deserves', accepted)

  for (const { twin, truth, missing } of pairs) {
    for (const what of truth) await deliver(clients[0], { body: notice(twin, what, { missing }), good: true })
  }
  const ends = await inParallel(pairs, async (client, { order, twin }) => ({ storm: await settled(client, order), alone: await settled(client, twin) }))
  const broken = []
  const counts = {}
  ends.forEach(({ storm, alone }, i) => {
    const { state } = JSON.parse(alone)
    counts[state] = (counts[state] ?? 0) + 1
    const money = text => JSON.stringify({ ...JSON.parse(text), captured: JSON.parse(text).captured.amount > 0 })
    if (money(storm) !== money(alone)) broken.push(`${pairs[i].order.id} (${pairs[i].truth.join(', ')}) is ${storm}, its twin ${alone}`)
  })
  verdicts.add('every order ends as its twin', broken)
  const events = await must(clients[0].send({ method: 'GET', path: '/_shop/v1/events?limit=1' }))
  verdicts.add('the feed goes on', events.status === 200 ? [] : [events.text])
  takes.sort((a, b) => a - b)
  console.log(`  ${deliveries.length} deliveries in ${seconds.toFixed(1)} s, answered after p50 ${takes[takes.length >> 1]} ms, p99 ${takes[Math.floor(takes.length * 0.99)]} ms; ${JSON.stringify(counts)}`)
} finally {
  for (const client of clients) client.close()
  await aisle.stop()
  rmSync(files, { recursive: true, force: true })
}
verdicts.end()
