// A thousand keys, each sent twenty times over different connections at the same moment, while the server is killed now
// and then and some clients hang up before the answer. Each key must have one effect, and all its answers must be the same
// bytes; another body under the same key is refused.
//
//   node tests/torture/idempotency.mjs [--keys 1000] [--duplicates 20] [--kills 4] [--seed N] [--bug new-keys]
//
// The planted bug: every tenth retry comes with a key of its own, as if the shop had forgotten the first.
import { parseArgs } from 'node:util'
import { Aisle } from '../e2e/aisle.mjs'
import { random, sleep } from './random.mjs'
import { Client, loadCatalog, saysLater } from './shop_client.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '1000' }, duplicates: { type: 'string', default: '20' }, kills: { type: 'string', default: '4' }, seed: { type: 'string' }, bug: { type: 'string' } }
})
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('idempotency', seed, values.bug)
const kStock = 1_000_000
const kSkus = 8

/** Requests of every kind that takes a key, by turns; `units` are what each adds to or takes from its SKU. */
function requestOf (number) {
  const sku = `sku-${number % kSkus}`
  const quantity = 1 + number % 5
  const key = `key-${seed}-${number}-idempotency`
  const kinds = [
    { path: '/_shop/v1/reservations', body: { lines: [{ sku, quantity }], ttl_s: 1800 }, reserved: quantity, counted: 0 },
    { path: `/_shop/v1/inventory/${sku}/adjustments`, body: { delta: quantity, reason: 'torture' }, reserved: 0, counted: quantity },
    { path: '/_shop/v1/carts', reserved: 0, counted: 0 }
  ]
  return { sku, key, ...kinds[number % kinds.length] }
}

const aisle = await Aisle.start()
const clients = Array.from({ length: 128 }, () => new Client(aisle))
const counts = { answers: 0, replayed: 0, later: 0, lost: 0, hungUp: 0 }

/** Sends until there is an answer that says something; a lost connection is what happens, the next try is on another. */
async function insist ({ path, body, key }) {
  for (let tries = 0; tries < 2000; tries++) {
    const client = clients[below(clients.length)]
    const sending = client.send({ method: 'POST', path, body, headers: { 'idempotency-key': values.bug && below(10) === 0 ? `${key}-${tries}-${below(1e9)}` : key } })
    try {
      const answer = await sending
      if (saysLater(answer)) {
        counts.later++
        await sleep(1 + below(20))
        continue
      }
      counts.answers++
      if (answer.headers['idempotency-replayed'] === 'true') counts.replayed++
      if (below(10) < 3) { // as if the answer had not come
        counts.hungUp++
        continue
      }
      return answer
    } catch {
      counts.lost++
      await sleep(10 + below(50))
    }
  }
  throw new Error(`no answer to ${key}`)
}

async function storm (requests) {
  const answers = new Map(requests.map(({ key }) => [key, []]))
  const sends = requests.flatMap(request => Array.from({ length: Number(values.duplicates) }, () => ({ request, order: draw() })))
  // Duplicates of a key are near one another, so that they meet.
  sends.sort((a, b) => requests.indexOf(a.request) + 20 * a.order - requests.indexOf(b.request) - 20 * b.order)
  let next = 0
  await Promise.all(clients.map(async () => {
    while (next < sends.length) {
      const { request } = sends[next++]
      const { status, text } = await insist(request)
      answers.get(request.key).push(`${status} ${text}`)
    }
  }))
  return answers
}

function differences (answers) {
  return [...answers].filter(([, all]) => new Set(all).size !== 1).map(([key, all]) => `${key} was answered in ${new Set(all).size} ways: ${[...new Set(all)].slice(0, 2).join(' and ').slice(0, 300)}`)
}

async function checkEffects (requests) {
  const broken = []
  for (let i = 0; i < kSkus; i++) {
    const of = requests.filter(({ sku }) => sku === `sku-${i}`)
    const { on_hand, reserved } = JSON.parse((await clients[0].send({ method: 'GET', path: `/_shop/v1/inventory/sku-${i}` })).text)
    const wanted = { on_hand: kStock + of.reduce((sum, { counted }) => sum + counted, 0), reserved: of.reduce((sum, each) => sum + each.reserved, 0) }
    if (on_hand !== wanted.on_hand || reserved !== wanted.reserved) broken.push(`sku-${i}: ${JSON.stringify({ on_hand, reserved })}, one effect each makes ${JSON.stringify(wanted)}`)
  }
  return broken
}

async function checkReuse (requests) {
  const broken = []
  for (const { path, key } of requests.slice(0, 30).filter(({ body }) => body)) {
    const { status, text } = await clients[0].send({ method: 'POST', path, body: { delta: 1, reason: 'other', lines: undefined }, headers: { 'idempotency-key': key } })
    const refused = status === 422 && text.includes('idempotency-key-reused')
    // The body is read first: one that does not fit the route is refused for that.
    if (!refused && status !== 400) broken.push(`${key} took another body: ${status} ${text}`)
  }
  return broken
}

try {
  await loadCatalog(aisle, kSkus, kStock)
  const requests = Array.from({ length: Number(values.keys) }, (_, number) => requestOf(number))
  let over = false
  const killing = (async () => {
    for (let kills = 0; kills < Number(values.kills) && !over; kills++) {
      await sleep(500 + below(1000))
      if (over) break
      await aisle.kill()
      await aisle.restart()
    }
  })()
  const answers = await storm(requests)
  over = true
  await killing
  verdicts.add('the same bytes for each key', differences(answers))
  verdicts.add('one effect for each key', await checkEffects(requests))
  verdicts.add('another body under a used key', await checkReuse(requests))
  console.log(`  ${values.keys} keys x ${values.duplicates}: ${JSON.stringify(counts)}`)
} finally {
  for (const client of clients) client.close()
  await aisle.stop()
}
verdicts.end()
