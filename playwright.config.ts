import { join } from 'node:path';
import { defineConfig, type ReporterDescription } from '@playwright/test';
import { packageVersion } from './fixtures/cli/package-version.ts';
import { ownExtension } from './fixtures/config/own-extension.ts';
import { registerChecksAsTests } from './fixtures/playwright/adapter.ts';
import { targetProjects } from './fixtures/playwright/projects.ts';
import { reportsFolder } from './fixtures/playwright/reports-folder.ts';
import { allureCategories } from './fixtures/report/allure-messages.ts';
import { shardIn } from './fixtures/shards/shard-option.ts';

registerChecksAsTests();

const reports = reportsFolder();

const shard = shardIn(process.argv);
/** Each in a folder of its own, as one is emptied before a blob is written to it. */
const blob: ReporterDescription[] = shard
  ? [['blob', { outputDir: join(reports, 'blob', `${shard.current}-of-${shard.total}`) }]]
  : [];
const { ALLURE, ALLURE_RESULTS_DIR } = process.env;
const allureResults = join(reports, 'allure-results');
const allure: ReporterDescription[] = ALLURE
  ? [
      [
        `./fixtures/reporters/allure-reporter${ownExtension}`,
        {
          resultsDir: ALLURE_RESULTS_DIR ?? allureResults,
          isEmptied: ALLURE_RESULTS_DIR === undefined,
          detail: false,
          categories: allureCategories,
          environmentInfo: { suite: `m2m-conformance ${packageVersion()}`, 'Node.js': process.version },
        },
      ],
    ]
  : [];

export default defineConfig({
  testDir: 'specs',
  outputDir: join(reports, 'test-results'),
  globalSetup: `./fixtures/playwright/global-setup${ownExtension}`,
  timeout: 120_000,
  // Targets are judged side by side, by a process each: it knows which checks of its target may meet.
  projects: targetProjects().map(({ name }) => ({ name, workers: 1 })),
  workers: '100%',
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    [`./fixtures/reporters/verdict-reporter${ownExtension}`, { outputFolder: reports }],
    ...blob,
    ...allure,
  ],
});
