// A shop to test: a small catalog, people of every kind, and words for what they do.
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aisle } from './aisle.mjs'

export const roles = ['admin', 'inventory', 'fulfilment', 'support', 'search']
const jwtSecret = 'a secret of at least thirty-two bytes for HS256'
const secretOf = role => `${role}-secret-of-sixteen-or-more`

const mapping = {
  mappings: {
    properties: {
      title: { type: 'text' },
      price: { type: 'double', live: true },
      currency: { type: 'keyword' },
      inventory: { type: 'long', live: true },
      in_stock: { type: 'boolean', live: true },
      reserved: { type: 'long', live: true }
    }
  }
}

export const newKey = () => randomUUID()

/** A token as the shop's login would make it. */
export function bearer (subject, claims = {}) {
  const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: subject, aud: 'shop', iss: 'https://login.example', iat: now, exp: now + 3600, ...claims })}`
  return `${body}.${createHmac('sha256', jwtSecret).update(body).digest('base64url')}`
}

/** A webhook's signature, as providers sign. */
export function sign (body, secret, time = Math.floor(Date.now() / 1000)) {
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')}`
}

/** One who asks: headers of a credential, and words. */
class Person {
  constructor (shop, headers) {
    this.shop = shop
    this.headers = headers
  }

  call (method, path, body, headers = {}) {
    return this.shop.aisle.request(method, `/_shop/v1${path}`, body, { ...this.headers, ...headers })
  }

  get (path, headers) { return this.call('GET', path, undefined, headers) }
  put (path, body, headers) { return this.call('PUT', path, body, headers) }
  delete (path, headers) { return this.call('DELETE', path, undefined, headers) }
  post (path, body = {}, headers = {}) { return this.call('POST', path, body, { 'idempotency-key': newKey(), ...headers }) }

  async newCart (lines = {}) {
    const made = await this.post('/carts')
    if (made.json.cart_token) this.headers = { 'x-cart-token': made.json.cart_token }
    this.cart = made.json.id
    for (const [sku, quantity] of Object.entries(lines)) await this.put(`/carts/${this.cart}/lines/${sku}`, { quantity })
    return made
  }

  checkout (method = 'test_ok', more = {}, headers = {}) {
    return this.post('/orders', { cart_id: this.cart, payment: { method }, ...more }, headers)
  }

  /** The order once it is in a state, by long polls. */
  async orderWhen (id, state, seconds = 30) {
    const deadline = Date.now() + seconds * 1000
    let tag
    for (;;) {
      const answer = await this.get(`/orders/${id}?wait=5`, tag ? { 'if-none-match': tag } : {})
      if (answer.status === 200) {
        if (answer.json.state === state) return answer.json
        tag = answer.headers.get('etag')
        this.last = answer.json
      } else if (answer.status !== 304) throw new Error(`order ${id}: ${answer.status} ${answer.text}`)
      if (Date.now() > deadline) throw new Error(`order ${id} is ${this.last?.state}, not ${state}: ${JSON.stringify(this.last)}`)
    }
  }
}

export class TestShop {
  /** With `locked`, credentials are asked for; otherwise the shop is open, as on a developer's machine. */
  static async start ({ locked = true, args = [] } = {}) {
    const shop = new TestShop()
    const files = mkdtempSync(join(tmpdir(), 'aisle-shop-'))
    shop.args = [...args, '--jwt-algorithm', 'HS256', '--jwt-audience', 'shop', '--jwt-issuer', 'https://login.example', '--jwt-key-file', join(files, 'jwt')]
    writeFileSync(join(files, 'jwt'), jwtSecret)
    if (locked) {
      writeFileSync(join(files, 'keys'), roles.map(role => `${role}:sha256=${sha256(secretOf(role))}:${role}\n`).join(''))
      shop.args.push('--api-key-file', join(files, 'keys'))
    }
    shop.locked = locked
    shop.aisle = await Aisle.start({ dataDir: join(files, 'data'), args: shop.args })
    return shop
  }

  anonymous () { return new Person(this, {}) }
  shopper (subject = randomUUID()) { return new Person(this, { authorization: `Bearer ${bearer(subject)}` }) }
  guest () { return this.anonymous() }
  service (role) {
    return new Person(this, this.locked ? { authorization: `ApiKey ${Buffer.from(`${role}:${secretOf(role)}`).toString('base64')}` } : {})
  }

  es (method, path, body) { return this.aisle.request(method, path, body, this.service('admin').headers) }

  /** {P1: {inventory: 3, price: 79.99}}; refreshed. */
  async load (products) {
    await this.es('PUT', '/products', mapping)
    return this.reload(products)
  }

  async reload (products) {
    const lines = Object.entries(products).flatMap(([id, product]) => [
      JSON.stringify({ index: { _index: 'products', _id: id } }),
      JSON.stringify({ title: `Product ${id}`, price: 10, currency: 'USD', in_stock: (product.inventory ?? 100) > 0, inventory: 100, ...product })])
    return this.aisle.request('POST', '/_bulk?refresh=true', lines.join('\n') + '\n', { 'content-type': 'application/x-ndjson', ...this.service('admin').headers })
  }

  /** The ids that a search for what is in stock finds. */
  async inStock (query = { match_all: {} }) {
    const found = await this.es('POST', '/products/_search', { size: 100, query: { bool: { must: query, filter: { term: { in_stock: true } } } } })
    return found.json.hits.hits.map(hit => hit._id).sort()
  }

  stop () { return this.aisle.stop() }
}

function sha256 (text) {
  return createHash('sha256').update(text).digest('hex')
}
