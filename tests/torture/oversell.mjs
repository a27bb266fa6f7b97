// 256 clients want the same product, of which there are 100: alone, and in baskets that name it with others in opposite
// order; some hold and give back, some let their lease run out. Sold must be 100, exactly, and nothing less than available
// may ever be seen by a reader.
//
//   node tests/torture/oversell.mjs [--rounds 5] [--clients 256] [--seed N] [--bug one-more]
//
// The planted bug: somebody puts one more unit on the shelf while the race is on.
import { parseArgs } from 'node:util'
import { Aisle } from '../e2e/aisle.mjs'
import { random, sleep } from './random.mjs'
import { Client, Promises, loadCatalog } from './shop_client.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, clients: { type: 'string', default: '256' }, seed: { type: 'string' }, bug: { type: 'string' } }
})
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('oversell', seed, values.bug)
const kStock = 100
const kSeconds = 60

const aisle = await Aisle.start({ args: ['--shop-payment-provider', 'test'] })
const clients = Array.from({ length: Number(values.clients) }, () => new Client(aisle))
const promises = new Promises()
const key = what => `${what}-${seed}-${promises.all.length}-oversell`
const stockOf = async sku => JSON.parse((await clients[0].send({ method: 'GET', path: `/_shop/v1/inventory/${sku}` })).text)

/** Reads the stock and searches for it until told to stop; says what must never be seen. */
async function watch (client, skus, stop) {
  const wrong = []
  while (!stop.now) {
    for (const sku of skus) {
      const { on_hand, reserved, committed, available } = JSON.parse((await client.send({ method: 'GET', path: `/_shop/v1/inventory/${sku}` })).text)
      if (available < 0 || available !== on_hand - reserved - committed) wrong.push(`${sku}: ${JSON.stringify({ on_hand, reserved, committed, available })}`)
    }
    const body = { query: { bool: { filter: [{ terms: { _id: skus } }, { range: { inventory: { lt: 0 } } }] } } }
    const found = JSON.parse((await client.send({ method: 'POST', path: '/products/_search', body })).text)
    if (found.hits.total.value > 0) wrong.push(`a search found ${found.hits.hits[0]._id} with less than nothing`)
  }
  return wrong
}

/** Wants one unit of `hot`, again and again, until it is sold out; gives back how many this client bought. */
async function wantOne (client, hot, others, deadline) {
  let bought = 0
  while (Date.now() < deadline) {
    const basket = [[hot], [hot, others[0]], [others[0], hot], [others[1], hot, others[0]], [others[0], others[1], hot]][below(5)]
    const lines = basket.map(sku => ({ sku, quantity: 1 }))
    const choice = below(10)
    const body = { lines, ttl_s: choice < 8 ? 60 : 1 }
    const held = await promises.ask(client, key('reserve'), { method: 'POST', path: '/_shop/v1/reservations', body })
    if (held.status === 409) {
      const { on_hand, committed } = await stockOf(hot)
      if (committed === on_hand) return bought
      await sleep(100 + below(200)) // somebody may give it back
      continue
    }
    if (held.status !== 201) throw new Error(held.text)
    if (choice < 6) {
      const sold = await promises.ask(client, key('commit'), { method: 'POST', path: `/_shop/v1/reservations/${held.json.id}/commit` })
      if (sold.status === 200) bought++
    } else if (choice < 8) {
      await promises.ask(client, key('release'), { method: 'POST', path: `/_shop/v1/reservations/${held.json.id}/release` })
    } // else its lease runs out
  }
  return bought
}

async function raceOfReservations (round) {
  const [hot, ...others] = [0, 1, 2].map(i => `sku-${round * 4 + i}`)
  if (values.bug === 'one-more') others.push(hot)
  for (const sku of others) {
    await promises.ask(clients[0], key('adjust'), { method: 'POST', path: `/_shop/v1/inventory/${sku}/adjustments`, body: { delta: sku === hot ? 1 : 1_000_000, reason: 'plenty' } })
  }
  const stop = { now: false }
  const watcher = new Client(aisle)
  const watching = watch(watcher, [hot, ...others], stop)
  const bought = await Promise.all(clients.map(client => wantOne(client, hot, others, Date.now() + kSeconds * 1000)))
  stop.now = true
  const broken = await watching
  watcher.close()
  const sold = bought.reduce((a, b) => a + b)
  const { on_hand, committed, available } = await stockOf(hot)
  if (sold !== kStock || committed !== kStock || available !== 0 || on_hand !== kStock) {
    broken.push(`${sold} were sold to clients; the shop has ${JSON.stringify({ on_hand, committed, available })} of ${kStock}`)
  }
  verdicts.add(`${clients.length} clients, reservations of ${hot}`, broken)
}

/** Everybody has one in the cart and checks out at once. */
async function raceOfCheckouts (round) {
  const hot = `sku-${round * 4 + 3}`
  const carts = await Promise.all(clients.map(async client => {
    const cart = await promises.ask(client, key('cart'), { method: 'POST', path: '/_shop/v1/carts' })
    const headers = { 'x-cart-token': cart.json.cart_token }
    await promises.ask(client, key('line'), { method: 'PUT', path: `/_shop/v1/carts/${cart.json.id}/lines/${hot}`, body: { quantity: 1 }, headers })
    return { client, headers, body: { cart_id: cart.json.id, payment: { method: 'test_open' } } }
  }))
  const answers = await Promise.all(carts.map(({ client, headers, body }) =>
    promises.ask(client, key('checkout'), { method: 'POST', path: '/_shop/v1/orders', headers, body })))
  const accepted = answers.filter(({ status }) => status === 202).length
  const refused = answers.filter(({ status, text }) => status === 409 && text.includes('insufficient-stock')).length
  const wanted = Math.min(kStock, clients.length)
  const broken = accepted === wanted && refused === clients.length - wanted ? [] : [`${accepted} accepted, ${refused} refused of ${clients.length}`]
  const { reserved, available } = await stockOf(hot)
  if (reserved + available !== kStock || reserved !== accepted) broken.push(`the shop has ${reserved} reserved, ${available} available`)
  const found = JSON.parse((await clients[0].send({ method: 'POST', path: '/products/_search', body: { query: { bool: { filter: [{ term: { _id: hot } }, { term: { in_stock: true } }] } } } })).text)
  if (available === 0 && found.hits.total.value !== 0) broken.push('a search still finds it in stock')
  verdicts.add(`${clients.length} clients, checkouts of ${hot}`, broken)
}

try {
  const rounds = Number(values.rounds)
  await loadCatalog(aisle, rounds * 4, kStock)
  for (let round = 0; round < rounds; round++) {
    await raceOfReservations(round)
    await raceOfCheckouts(round)
  }
  verdicts.add('all promises, once more', await promises.verify(clients.slice(0, 64)))
} finally {
  for (const client of clients) client.close()
  await aisle.stop()
}
verdicts.end()
