// Every rule that can be broken and every notice: one act that meets it, and its regular twin, the
// nearest act that does not. A code without a row fails the guard at the end.
import { irregularities } from '../../../src/domain/case/irregularities.js';
import { notices } from '../../../src/domain/case/notices.js';
import { givenKnowing } from '../../support/given.js';
import type { Scene } from './rule-scenes.js';
import { afterDecisions } from './rules-after-decisions.js';
import { beforeDecisions } from './rules-before-decisions.js';
import { ofDecisions } from './rules-of-decisions.js';
import { noticed, required } from './rules-worth-a-look.js';

const broken = [...beforeDecisions, ...ofDecisions, ...afterDecisions, ...required];

function seen({ history, act: command, known }: Scene) {
  return givenKnowing(known, ...history).when(command);
}

describe('irregular, and recorded all the same', () => {
  it.each(broken.map((one) => [one.code, one.where, one] as const))(
    '%s: where %s',
    (code, _, { scene, also }) => {
      seen(scene).thenIrregular(code, ...also);
    },
  );

  it.each(broken.map((one) => [one.code, one] as const))(
    '%s: not in the regular twin',
    (_, { scene, twin }) => {
      seen({ ...scene, ...twin }).thenRegular();
    },
  );
});

describe('worth a look, and no more', () => {
  it.each(noticed.map((one) => [one.code, one.where, one] as const))(
    '%s: where %s',
    (code, _, { scene, also }) => {
      seen(scene).thenNoticed(code, ...also);
    },
  );

  it.each(noticed.map((one) => [one.code, one] as const))(
    '%s: not in the regular twin',
    (_, { scene, twin }) => {
      seen({ ...scene, ...twin }).thenNoticed();
    },
  );
});

describe('the list of rules', () => {
  it('has a row here for every irregularity, in its order', () => {
    expect(broken.map(({ code }) => code)).toStrictEqual(irregularities.map(({ code }) => code));
  });

  it('has a row here for every notice, in its order', () => {
    expect(noticed.map(({ code }) => code)).toStrictEqual(notices.map(({ code }) => code));
  });

  it('says each rule in both languages, with its clause', () => {
    for (const { clause, words } of [...irregularities, ...notices]) {
      expect(clause).toMatch(/^M[12]-\d/);
      expect(words.zh).toMatch(/。$/);
      expect(words.en).toMatch(/\.$/);
    }
  });
});
