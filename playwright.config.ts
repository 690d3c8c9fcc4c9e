import { defineConfig, type ReporterDescription } from '@playwright/test';
import { registerChecksAsTests } from './fixtures/playwright/adapter.ts';

registerChecksAsTests();

const allure: ReporterDescription[] = process.env.ALLURE
  ? [
      [
        'allure-playwright',
        { resultsDir: process.env.ALLURE_RESULTS_DIR ?? 'reports/allure-results', detail: false },
      ],
    ]
  : [];

export default defineConfig({
  testDir: 'specs',
  outputDir: 'reports/test-results',
  globalSetup: './fixtures/playwright/global-setup.ts',
  timeout: 120_000,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['./fixtures/reporters/verdict-reporter.ts'],
    ['html', { outputFolder: 'reports/html', open: 'never', title: 'M2M Conformance' }],
    ...allure,
  ],
});
