import { property, rotationHistory, rotationSteps } from '../fixtures/index.ts';

property({
  id: 'rotation-histories/any-order',
  title:
    'serves every pair that was issued and not revoked, and no other, in whatever order pairs are issued, used, taken back and revoked',
  requirements: [
    'E1-AUTH-39',
    'E1-AUTH-41',
    'E1-AUTH-43',
    'E1-AUTH-44',
    'E1-AUTH-45',
    'E1-AUTH-46',
    'BASE-31a',
  ],
  needs: ['revocation', 'new-pair', 'inherited-rights'],
  forAll: () => rotationHistory,
  hasParallelSteps: true,
  steps: rotationSteps,
});
