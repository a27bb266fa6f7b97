// The transport rules of Elasticsearch's clients: headers, codings, pipelining, drain, health, metrics.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { request } from 'node:http'
import { execFileSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Aisle, program } from './aisle.mjs'

let aisle
before(async () => {
  aisle = await Aisle.start()
  for (let i = 0; i < 60; i++) await aisle.request('PUT', `/t/_doc/${i}`, { title: `product number ${i} with a title that is long enough to compress` })
  await aisle.request('POST', '/t/_refresh')
})
after(() => aisle?.stop())

/** Sends bytes on one connection and gives everything that comes back within a second of silence. */
const raw = bytes => new Promise((resolve, reject) => {
  const socket = connect(aisle.port, '127.0.0.1', () => socket.write(bytes))
  let received = ''
  socket.setTimeout(700, () => socket.destroy())
  socket.on('data', chunk => { received += chunk })
  socket.on('error', reject)
  socket.on('close', () => resolve(received))
})

/** node:http, which unlike fetch shows the body as it was sent. */
const plain = (method, path, headers = {}, body) => new Promise((resolve, reject) => {
  const outgoing = request({ host: '127.0.0.1', port: aisle.port, method, path, headers }, response => {
    const chunks = []
    response.on('data', chunk => chunks.push(chunk))
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }))
  })
  outgoing.on('error', reject)
  outgoing.end(body)
})

describe('transport', () => {
  it('names its product on every answer, errors too', async () => {
    for (const path of ['/', '/t/_search', '/nothing/_search', '/t/_unknown/x/y']) {
      assert.equal((await aisle.request('GET', path)).headers.get('x-elastic-product'), 'Elasticsearch', path)
    }
  })

  it('answers in the media type of the client', async () => {
    const type = 'application/vnd.elasticsearch+json;compatible-with=8'
    const answer = await aisle.request('POST', '/t/_search', {}, { 'content-type': type, accept: type })
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type'), /application\/vnd\.elasticsearch\+json/)
  })

  it('reads and writes gzip', async () => {
    const body = gzipSync(JSON.stringify({ query: { match: { title: 'product' } }, size: 50 }))
    const answer = await plain('POST', '/t/_search', { 'content-type': 'application/json', 'content-encoding': 'gzip', 'accept-encoding': 'gzip', 'content-length': body.length }, body)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['content-encoding'], 'gzip')
    assert.equal(JSON.parse(gunzipSync(answer.body)).hits.hits.length, 50)
  })

  it('answers pipelined requests in order', async () => {
    const one = path => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
    const received = await raw(one('/t/_doc/1') + one('/t/_count') + one('/t/_doc/2'))
    const bodies = [...received.matchAll(/\r\n\r\n(\{.*?\})(?=HTTP|$)/gs)].map(match => JSON.parse(match[1]))
    assert.deepEqual([bodies[0]._id, bodies[1].count, bodies[2]._id], ['1', 60, '2'])
  })

  it('says 100 Continue before a body that waits for it', async () => {
    const body = '{"query":{"match_all":{}}}'
    const answer = await new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port: aisle.port, method: 'POST', path: '/t/_search', headers: { expect: '100-continue', 'content-type': 'application/json', 'content-length': body.length } }, response => {
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode, continued }))
      })
      let continued = false
      outgoing.on('continue', () => { continued = true; outgoing.end(body) })
      outgoing.on('error', reject)
      outgoing.flushHeaders()
    })
    assert.deepEqual(answer, { status: 200, continued: true })
  })

  it('answers HEAD without a body', async () => {
    const answer = await plain('HEAD', '/t/_doc/1')
    assert.equal(answer.status, 200)
    assert.equal(answer.body.length, 0)
    assert.equal((await plain('HEAD', '/t/_doc/none')).status, 404)
  })

  it('echoes X-Opaque-Id, filters the answer, prints prettily', async () => {
    const answer = await aisle.request('GET', '/t/_search?filter_path=hits.hits._id&size=1', undefined, { 'x-opaque-id': 'abc' })
    assert.equal(answer.headers.get('x-opaque-id'), 'abc')
    assert.deepEqual(Object.keys(answer.json), ['hits'])
    assert.match((await aisle.request('GET', '/?pretty')).text, /\n {2}"name"/)
  })

  it('refuses a header without end', async () => {
    const received = await raw(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`)
    assert.match(received, /^HTTP\/1\.1 431/)
  })

  it('knows whether it is alive and ready, and counts', async () => {
    for (const path of ['/livez', '/readyz', '/readyz?verbose']) assert.equal((await aisle.request('GET', path)).status, 200)
    const metrics = (await aisle.request('GET', '/metrics')).text
    assert.match(metrics, /route="\/\{index\}\/_search"/)
  })

  it('finishes what it began when told to stop', async () => {
    const other = await Aisle.start()
    await other.request('PUT', '/d/_doc/1', { a: 1 })
    const pending = other.request('PUT', '/d/_doc/2?refresh=wait_for', { a: 2 })
    await new Promise(resolve => setTimeout(resolve, 100))
    const stopped = other.stop()
    assert.equal((await pending).status, 201)
    assert.equal((await stopped).code, 0)
  })
})

describe('program', () => {
  const run = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, AISLE_LISTEN: '127.0.0.1:9311' } })

  it('shows where every setting comes from', () => {
    const shown = run('serve', '--data-dir', '/tmp/aisle-print-config', '--print-config')
    assert.match(shown, /data_dir = .*# --data-dir/)
    assert.match(shown, /listen = .*9311.*AISLE_LISTEN/)
  })

  it('suggests the flag that was meant', () => {
    assert.throws(() => run('serve', '--data-dirr', 'x'), error => /--data-dir/.test(error.stderr))
  })

  it('refuses to listen beyond this machine without keys, and says what to do', () => {
    assert.throws(() => run('serve', '--listen', '0.0.0.0:9399', '--data-dir', '/tmp/aisle-remote'), error => /key/.test(error.stderr))
  })
})
