import { check, rawCall, unserved, withField, withLines } from '../fixtures/index.ts';

check({
  id: 'raw-fields/space-before-colon',
  title: 'refuses a field with whitespace between its name and its colon',
  requirements: ['BASE-12f'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'Authorization, a space': { bytes: (text) => withField(text, 'authorization', beforeColon(' ')) },
    'Authorization, a tab': { bytes: (text) => withField(text, 'authorization', beforeColon('\t')) },
    'some other field': { bytes: (text) => withLines(text, 'x-note : a') },
  },
  expect: unserved(),
});

function beforeColon(blank: string): (line: string) => string {
  return (line) => line.replace(':', `${blank}:`);
}
