// Hocuspocus as its documentation starts it, with its SQLite extension: a
// document is saved two seconds after the last change, at least every two.
const { Server } = require('@hocuspocus/server')
const { SQLite } = require('@hocuspocus/extension-sqlite')

const server = new Server({
  port: Number(process.env.PORT),
  address: '127.0.0.1',
  quiet: true,
  debounce: 2000,
  maxDebounce: 2000,
  extensions: [new SQLite({ database: process.env.DATABASE })]
})
server.listen()
