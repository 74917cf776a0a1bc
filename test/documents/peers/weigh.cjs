// Loaded before a server: at a signal, collects what is no longer used and
// writes how many bytes are left.
const { writeFileSync } = require('fs')

process.on('SIGUSR2', () => {
  global.gc()
  const { heapUsed, external } = process.memoryUsage()
  writeFileSync(process.env.WEIGHT, `${heapUsed + external}\n`)
})
