// Every route by everybody: who is let in is read off the authorisation table of the sources, and what is not one's own
// does not exist.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { roles, TestShop } from './shop.mjs'

const table = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../server/shop_api/access/authorisation_table.cpp'), 'utf8')
const roleSets = Object.fromEntries([...table.matchAll(/constexpr Role (k\w+) = ([^;]+);/g)].map(([, name, text]) => [name, text]))

function rolesOf (expression) {
  return expression.split('|').map(part => part.trim()).flatMap(part => part.startsWith('Role::') ? [part.slice(6)] : rolesOf(roleSets[part]))
}

const routes = [...table.matchAll(/\{(get|post|put|del), "([^"]+)", (\w+), ([\w |]+), (\w+), (\w+), (\w+)\}/g)]
  .map(([, method, pattern, audience, roleText, owned, , endpointClass]) => ({ endpointClass, method: method === 'del' ? 'DELETE' : method.toUpperCase(), pattern, audience, roles: rolesOf(roleText), owned }))

const audiences = { nobody: [], shopper: ['shopper'], guest: ['guest'], customer: ['shopper', 'guest'], everyone: ['anonymous', 'shopper', 'guest', ...roles] }

function isLetIn (route, principal) {
  if (audiences[route.audience].includes(principal)) return true
  return principal === 'admin' || route.roles.includes(principal)
}

describe('the authorisation matrix', () => {
  let shop, people, owner, cart, order
  before(async () => {
    shop = await TestShop.start({ args: ['--shop-shipping', 'manual', '--shop-test-payment-delay', '20ms'] })
    await shop.load({ P1: { inventory: 100 } })
    owner = shop.shopper()
    await owner.newCart({ P1: 1 })
    order = (await owner.checkout('test_open')).json.id
    await owner.newCart({ P1: 1 })
    cart = owner.cart
    const guest = shop.guest()
    await guest.newCart()
    people = { anonymous: shop.anonymous(), shopper: shop.shopper(), guest, ...Object.fromEntries(roles.map(role => [role, shop.service(role)])) }
  })
  after(() => shop.stop())

  const pathOf = (route, ids) => route.pattern.replace('/_shop/v1', '')
    .replace('/orders/{id}', `/orders/${ids.order}`).replace('/carts/{id}', `/carts/${ids.cart}`).replace('{order}', ids.order)
    .replace('/reservations/{id}', `/reservations/${randomUUID()}`).replace('{shipment}', randomUUID()).replace('{sku}', 'P1')
    .replace('{queue}', 'payment').replace('{id}', '1').replace('{provider}', 'test')
  const ask = (person, route, ids) => {
    const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : route.pattern.endsWith('/orders') ? { cart_id: ids.cart, payment: { method: 'test_open' } } : { unknown_member: 1 }
    return person.call(route.method, pathOf(route, ids), body, { 'idempotency-key': randomUUID() })
  }

  it('reads every row of the table', () => {
    assert.ok(routes.length >= 36, `${routes.length} rows`)
    assert.equal(routes.length, [...table.matchAll(/"\/_shop\/v1/g)].length)
  })

  it('lets in whom the table lets in, and nobody else', async () => {
    for (const route of routes) {
      for (const [principal, person] of Object.entries(people)) {
        const answer = await ask(person, route, { cart, order })
        const what = `${principal} ${route.method} ${route.pattern}: ${answer.status} ${answer.text.slice(0, 200)}`
        if (isLetIn(route, principal)) {
          assert.notEqual(answer.status, 401, what)
          if (answer.status === 403) assert.equal(answer.json.code, 'read-only', what)
          assert.ok(answer.status < 500, what)
        } else {
          // A body that only services may send is not even read without the key of one.
          const isUnread = route.endpointClass === 'write' && !roles.includes(principal)
          assert.equal(answer.status, principal === 'anonymous' || isUnread ? 401 : 403, what)
          assert.match(answer.headers.get('content-type'), /problem\+json/)
        }
      }
    }
  })

  it('hides what belongs to others', async () => {
    const nowhere = { cart: randomUUID(), order: randomUUID() }
    for (const route of routes.filter(route => ['cart', 'cart_in_body', 'order'].includes(route.owned))) {
      for (const principal of ['shopper', 'guest'].filter(name => isLetIn(route, name))) {
        const body = answer => answer.text.replaceAll(/[0-9a-f-]{36}/g, 'ID')
        const foreign = await ask(people[principal], route, { cart, order })
        const missing = await ask(people[principal], route, nowhere)
        const what = `${principal} ${route.method} ${route.pattern}`
        assert.equal(foreign.status, 404, `${what}: ${foreign.text}`)
        assert.equal(missing.status, 404, `${what}: ${missing.text}`)
        assert.equal(body(foreign), body(missing), what)
      }
    }
  })

  it('refuses credentials that are none', async () => {
    for (const headers of [{ authorization: 'Bearer nonsense' }, { authorization: 'ApiKey bm9ib2R5Om5vdGhpbmcgYXQgYWxs' }, { 'x-cart-token': 'x' }]) {
      const answer = await shop.aisle.request('GET', '/_shop/v1/inventory/P1', undefined, headers)
      assert.equal(answer.status, 401, answer.text)
    }
  })
})
