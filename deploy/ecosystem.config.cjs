/**
 * The processes of one machine for PM2: `pm2 start deploy/ecosystem.config.cjs`, from the checkout, after `npm ci && npm run build`. Settings come from
 * the file .env there (.env.example explains them). Two APIs at their own ports, so that one answers while the other is replaced.
 */
const program = (name, env) => ({
  name: `cryptotribes-${name}`,
  script: 'packages/server/bin/ct.mjs',
  args: 'start',
  exec_mode: 'fork',
  env: { NODE_ENV: 'production', ...env },
  // The program ends within 25 s of SIGTERM by itself.
  kill_timeout: 30_000,
  max_memory_restart: '1G',
  // Logs are JSON lines with their own time.
  merge_logs: true,
});

module.exports = {
  apps: [
    program('api-1', { ROLE: 'api', PORT: '3000' }),
    program('api-2', { ROLE: 'api', PORT: '3001' }),
    program('worker-1', { ROLE: 'worker', METRICS_PORT: '9101' }),
    program('worker-2', { ROLE: 'worker', METRICS_PORT: '9102' }),
  ],
};
