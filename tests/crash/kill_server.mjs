// Kills the server at random points of a load, again and again, and looks for every acknowledged document after each
// restart: all of them, once, as last acknowledged.
//
//   node tests/crash/kill_server.mjs [--rounds 50] [--seed N]
import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { Aisle } from '../e2e/aisle.mjs'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string' } } })
const rounds = Number(values.rounds)
const seed = Number(values.seed ?? Date.now() % 1e9)

// mulberry32: small, seeded, good enough to choose moments and documents
function random (state) {
  return () => {
    state = (state + 0x6D2B79F5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
const draw = random(seed)
const below = n => Math.floor(draw() * n)

const acknowledged = new Map() // id -> the state the server last acknowledged, undefined once deleted
const uncertain = new Map() // id -> states that were sent but never answered
// Each loader owns the ids that begin with its name, so that the order of two writes of one document is known.
const nextId = { a: 0, b: 0 }

function makeBatch (loader) {
  const operations = []
  const used = new Set()
  const count = 1 + below(200)
  for (let i = 0; i < count; i++) {
    const known = nextId[loader] > 0 && draw() < 0.3
    const id = loader + (known ? below(nextId[loader]) : nextId[loader]++)
    if (used.has(id)) continue
    used.add(id)
    const live = acknowledged.get(id)
    const kind = draw()
    if (known && kind < 0.2) {
      operations.push({ id, lines: [{ delete: { _id: id } }], state: undefined })
    } else if (known && kind < 0.4 && live !== undefined && !uncertain.has(id)) {
      const state = { ...live, price: below(100000) / 100 }
      operations.push({ id, lines: [{ update: { _id: id } }, { doc: { price: state.price } }], state })
    } else {
      const state = { title: `product ${id} ${below(1e6)}`, price: below(100000) / 100, stamp: below(1e9) }
      operations.push({ id, lines: [{ index: { _id: id } }, state], state })
    }
  }
  return operations
}

async function load (aisle, stop, loader) {
  while (!stop.now) {
    const batch = makeBatch(loader)
    const body = batch.flatMap(operation => operation.lines).map(line => JSON.stringify(line)).join('\n') + '\n'
    for (const { id, state } of batch) uncertain.set(id, [...(uncertain.get(id) ?? []), state])
    const refresh = draw() < 0.2 ? '?refresh=true' : ''
    let answer
    try {
      answer = await aisle.request('POST', `/crash/_bulk${refresh}`, body)
    } catch {
      return // the server is gone; what this batch did is not known
    }
    assert.equal(answer.status, 200, answer.text)
    answer.json.items.forEach((item, i) => {
      const { status, error } = Object.values(item)[0]
      const { id, state } = batch[i]
      assert.ok(status < 300 || (status === 404 && state === undefined), JSON.stringify(error))
      acknowledged.set(id, state)
      uncertain.delete(id)
    })
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

async function findAll (aisle) {
  const found = new Map()
  let after
  for (;;) {
    const { json, status, text } = await aisle.request('POST', '/crash/_search', {
      size: 5000, sort: ['stamp', '_doc'], track_total_hits: true, ...(after ? { search_after: after } : {})
    })
    assert.equal(status, 200, text)
    for (const hit of json.hits.hits) {
      assert.ok(!found.has(hit._id), `document ${hit._id} is there twice`)
      found.set(hit._id, hit._source)
    }
    if (json.hits.hits.length === 0) {
      assert.equal(json.hits.total.value, found.size)
      return found
    }
    after = json.hits.hits.at(-1).sort
  }
}

async function check (aisle, round) {
  assert.equal((await aisle.request('POST', '/crash/_refresh')).status, 200)
  const found = await findAll(aisle)
  let lost = 0
  for (const [id, state] of acknowledged) {
    if (uncertain.has(id)) continue
    if (!same(found.get(id), state)) {
      lost++
      if (lost < 5) console.error(`round ${round}: document ${id} is ${JSON.stringify(found.get(id))}, acknowledged was ${JSON.stringify(state)}`)
    }
  }
  for (const [id, source] of found) {
    const allowed = [acknowledged.get(id), ...(uncertain.get(id) ?? [])]
    if (!allowed.some(state => same(state, source))) {
      lost++
      if (lost < 5) console.error(`round ${round}: document ${id} is ${JSON.stringify(source)}, which nobody wrote`)
    }
  }
  assert.equal(lost, 0, `round ${round}: ${lost} documents differ from what was acknowledged (seed ${seed})`)
  for (const [id] of uncertain) acknowledged.set(id, found.get(id)) // now it is known
  uncertain.clear()
  return found.size
}

console.log(`crash test: ${rounds} rounds, seed ${seed}`)
const aisle = await Aisle.start()
let documents = 0
try {
  const created = await aisle.request('PUT', '/crash', {
    mappings: { properties: { title: { type: 'text' }, price: { type: 'double', live: true }, stamp: { type: 'long' } } }
  })
  assert.equal(created.status, 200, created.text)
  for (let round = 1; round <= rounds; round++) {
    const stop = { now: false }
    const loads = [load(aisle, stop, 'a'), load(aisle, stop, 'b')]
    await new Promise(resolve => setTimeout(resolve, 30 + below(500)))
    await aisle.kill()
    stop.now = true
    await Promise.all(loads)
    await aisle.restart()
    documents = await check(aisle, round)
    if (round % 10 === 0) console.log(`  ${round} kills, ${documents} documents, all as acknowledged`)
  }
} finally {
  await aisle.stop()
}
console.log(`${rounds} passed, 0 failed`)
