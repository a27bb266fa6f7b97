// Kills the server at random moments while 64 clients reserve, count, fill carts and check out, with payments of every
// kind. After each kill: fsck of what was left, a restart, and every promise of the round asked for again. At the end every
// order must have come to an end, stock must be the sum of what was promised, and all promises are asked for once more.
//
//   node tests/torture/kill_shop.mjs [--rounds 50] [--clients 64] [--seed N]
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { Aisle, program } from '../e2e/aisle.mjs'
import { providerBooks } from './provider_books.mjs'
import { random, sleep } from './random.mjs'
import { Client, Promises, loadCatalog } from './shop_client.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, clients: { type: 'string', default: '64' }, seed: { type: 'string' } }
})
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('kill shop', seed)
const kSkus = 24
const kStock = 1_000_000
const kArgs = ['--shop-lease', '3s', '--shop-longest-lease', '10s', '--shop-test-payment-delay', '50ms', '--shop-test-delivery-delay', '500ms']
const kEndStates = ['delivered', 'expired', 'payment_failed', 'cancelled', 'refunded']
const kMethods = ['test_ok', 'test_ok', 'test_decline', 'test_open', 'test_slow_200', 'test_duplicate_3', 'test_slow_50+reorder', 'test_lost_webhook',
  'test_error_1', 'test_late_300', 'test_forged_webhook', 'test_webhook_delay_300', 'test_refund_fail']

const promises = new Promises()
let keys = 0
const key = (client, what) => `${what}-${seed}-${client}-${keys++}-torture`

/** What all answers so far add up to. Promises themselves are kept by the ten thousands only: a long run makes millions. */
const kKeptPromises = 40_000
const done = { adjusted: new Map(), reserved: [], committed: [], ordered: [] }

function addUp (first) {
  for (const { key, status, text, request } of promises.all.slice(first)) {
    const what = key.slice(0, key.indexOf('-'))
    if (status >= 300) continue
    if (what === 'adjust') {
      const sku = request.path.split('/')[4]
      done.adjusted.set(sku, (done.adjusted.get(sku) ?? 0) + request.body.delta)
    }
    const list = { reserve: done.reserved, commit: done.committed, checkout: done.ordered }[what]
    if (list) list.push(JSON.parse(text).id)
  }
  if (promises.all.length > kKeptPromises) promises.all = promises.all.filter(() => draw() < 0.5)
}
const anySku = () => `sku-${below(kSkus)}`

async function holdStock (client, name) {
  const lines = Array.from({ length: 1 + below(3) }, () => ({ sku: anySku(), quantity: 1 + below(3) }))
  const held = await promises.ask(client, key(name, 'reserve'), { method: 'POST', path: '/_shop/v1/reservations', body: { lines, ttl_s: 1 + below(4) } })
  if (held.status !== 201) return
  const verb = ['commit', 'commit', 'release', 'extend', undefined][below(5)]
  if (verb) await promises.ask(client, key(name, verb), { method: 'POST', path: `/_shop/v1/reservations/${held.json.id}/${verb}` })
}

async function countStock (client, name) {
  const delta = (1 + below(20)) * (below(2) === 0 ? 1 : -1)
  await promises.ask(client, key(name, 'adjust'), { method: 'POST', path: `/_shop/v1/inventory/${anySku()}/adjustments`, body: { delta, reason: 'torture' } })
}

async function buy (client, name) {
  const cart = await promises.ask(client, key(name, 'cart'), { method: 'POST', path: '/_shop/v1/carts' })
  const headers = { 'x-cart-token': cart.json.cart_token }
  const path = `/_shop/v1/carts/${cart.json.id}`
  for (let lines = 1 + below(3); lines > 0; lines--) {
    const quantity = 1 + below(3)
    await promises.ask(client, key(name, 'line'), below(2) === 0
      ? { method: 'PUT', path: `${path}/lines/${anySku()}`, body: { quantity }, headers }
      : { method: 'POST', path: `${path}/lines`, body: { sku: anySku(), quantity }, headers })
  }
  if (below(8) === 0) return
  const body = { cart_id: cart.json.id, payment: { method: kMethods[below(kMethods.length)] }, email: 'buyer@example.com' }
  const order = await promises.ask(client, key(name, 'checkout'), { method: 'POST', path: '/_shop/v1/orders', body, headers })
  if (order.status !== 202 || below(6) > 0) return
  await promises.ask(client, key(name, 'cancel'), { method: 'POST', path: `/_shop/v1/orders/${order.json.id}/cancel`, headers })
}

async function shopUntilKilled (client, name) {
  try {
    for (;;) {
      const errand = below(10)
      if (errand < 3) await holdStock(client, name)
      else if (errand < 4) await countStock(client, name)
      else await buy(client, name)
    }
  } catch (error) {
    if (!['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code) && error.message !== 'aborted' && error.message !== 'socket hang up') throw error
  }
}

async function fsck (aisle) {
  try {
    await promisify(execFile)(program, ['fsck', aisle.dataDir], { maxBuffer: 1e7 })
    return []
  } catch (error) {
    return [`fsck: ${error.stdout}${error.stderr}`.slice(0, 2000)]
  }
}

/** An order's state, asked of by whoever runs the shop. */
async function stateOf (client, id) {
  const { status, text } = await client.send({ method: 'GET', path: `/_shop/v1/orders/${id}` })
  return status === 200 ? JSON.parse(text) : { state: `gone: ${status}` }
}

async function unsettledOrders (clients, seconds) {
  let open = [...done.ordered]
  for (const deadline = Date.now() + seconds * 1000; open.length > 0 && Date.now() < deadline; await sleep(200)) {
    const states = await inParallel(clients, open, async (client, id) => ({ id, state: (await stateOf(client, id)).state }))
    open = states.filter(({ state }) => !kEndStates.includes(state)).map(({ id, state }) => { lastState.set(id, state); return id })
  }
  return open.map(id => `order ${id} is still ${lastState.get(id)}`)
}
const lastState = new Map()

async function inParallel (clients, items, work) {
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

/** What each SKU must have now that nothing is under way, by what was answered. */
async function expectedStock (clients) {
  const stock = new Map(Array.from({ length: kSkus }, (_, i) => [`sku-${i}`, { on_hand: kStock, reserved: 0, committed: 0 }]))
  for (const [sku, delta] of done.adjusted) stock.get(sku).on_hand += delta
  const reservations = await inParallel(clients, done.reserved, async (client, id) =>
    JSON.parse((await client.send({ method: 'GET', path: `/_shop/v1/reservations/${id}` })).text))
  for (const { state, lines } of reservations) {
    for (const { sku, quantity } of lines) {
      if (state === 'committed') stock.get(sku).committed += quantity
      if (state === 'pending') stock.get(sku).reserved += quantity
    }
  }
  const orders = await inParallel(clients, done.ordered, stateOf)
  for (const { lines } of orders) for (const { sku, shipped } of lines) stock.get(sku).on_hand -= shipped
  return { stock, states: orders.map(({ state }) => state), committed: new Map(reservations.map(({ id, state }) => [id, state])) }
}

async function checkStock (clients) {
  const broken = []
  const { stock, states, committed } = await expectedStock(clients)
  for (const id of done.committed) {
    if (committed.get(id) !== 'committed') broken.push(`reservation ${id} was committed and is ${committed.get(id)}`)
  }
  for (const [sku, wanted] of stock) {
    const { text } = await clients[0].send({ method: 'GET', path: `/_shop/v1/inventory/${sku}` })
    const { on_hand, reserved, committed } = JSON.parse(text)
    const there = { on_hand, reserved, committed }
    if (JSON.stringify(there) !== JSON.stringify(wanted)) broken.push(`${sku} has ${JSON.stringify(there)}; the answers add up to ${JSON.stringify(wanted)}`)
  }
  const counts = {}
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1
  console.log(`  orders: ${JSON.stringify(counts)}`)
  return broken
}

/** The provider's books and the shop's must agree to the minor unit, and no order may keep more than its total. */
async function checkMoney (clients) {
  const broken = []
  const books = providerBooks(aisle.dataDir)
  let kept = 0
  for (const { id, state, total, captured, refunded } of await inParallel(clients, done.ordered, stateOf)) {
    const provider = books.get(id) ?? { captured: 0, refunded: 0 }
    const shop = { captured: captured.amount, refunded: refunded.amount }
    if (JSON.stringify(shop) !== JSON.stringify(provider)) broken.push(`order ${id}, ${state}: the shop has ${JSON.stringify(shop)}, the provider ${JSON.stringify(provider)}`)
    const wanted = state === 'delivered' ? total.amount : 0
    if (provider.captured - provider.refunded !== wanted) broken.push(`order ${id}, ${state}: ${provider.captured - provider.refunded} was kept, ${wanted} is right`)
    kept += provider.captured - provider.refunded
  }
  console.log(`  money kept: ${kept / 100} USD`)
  return broken
}

const aisle = await Aisle.start({ args: kArgs })
const clients = Array.from({ length: Number(values.clients) }, () => new Client(aisle))
let slowestStart = 0
try {
  await loadCatalog(aisle, kSkus, kStock)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const first = promises.all.length
    const shoppers = clients.map((client, i) => shopUntilKilled(client, i))
    await sleep(50 + below(1950))
    await aisle.kill()
    await Promise.all(shoppers)
    const broken = await fsck(aisle)
    const before = Date.now()
    await aisle.restart()
    slowestStart = Math.max(slowestStart, Date.now() - before)
    const asked = promises.all.length - first
    const unknown = promises.all.slice(first).filter(({ status }) => status === undefined).length
    broken.push(...await promises.verify(clients, first))
    addUp(first)
    verdicts.add(`round ${round}, ${asked} asked, ${unknown} unanswered`, broken)
    if (round % 10 === 0) console.log(`  ${round} kills, ${keys} promises, slowest start ${slowestStart} ms`)
  }
  verdicts.add('all orders come to an end', await unsettledOrders(clients, 60))
  await sleep(4000) // the last leases
  verdicts.add('stock is what was promised', await checkStock(clients))
  verdicts.add('the provider and the shop agree', await checkMoney(clients))
  verdicts.add('all promises, once more', await promises.verify(clients))
  verdicts.add('start within 5 s', slowestStart < 5000 ? [] : [`took ${slowestStart} ms`])
} finally {
  for (const client of clients) client.close()
  await aisle.kill()
  verdicts.add('fsck at the end', await fsck(aisle))
  aisle.ownsData = true
  await aisle.stop()
}
verdicts.end()
