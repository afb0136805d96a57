import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{kiosk,card-reader,printing,server-bridge,tests,packaging}/**/*.test.ts'],
    exclude: ['node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more workers only make the real devices (pcscd, printer, browser) miss their limits.
    maxWorkers: 2,
    fileParallelism: true,
  },
});
