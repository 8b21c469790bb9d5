// A list narrowed by an id that nobody knows would answer "nothing", and whoever mistyped it would
// take that for an answer. So an empty list is held against the ids it was narrowed by.
import type { Registers } from '../commands/registers.js';
import { Unknown } from '../domain/refusal.js';
import type { Page } from '../projections/cursor.js';
import { organOccurs, personOccurs } from '../projections/occurrences.js';
import { askedOf, type AskedRequest } from './asked.js';
import type { Reading } from './reading.js';
import type { SeenCases } from './seen-cases.js';

/** What the parameters of lists name. `subject` is not among them: in a case anything may be called that. */
interface Narrowed {
  readonly organ?: string | undefined;
  readonly superior?: string | undefined;
  readonly person?: string | undefined;
  readonly pleader?: string | undefined;
  readonly case?: string | undefined;
}

/** Asks a list for one case and nothing else: what it shows of a case that is out of sight itself. */
export type OfCase = (caseId: string) => Promise<Pick<Page<unknown>, 'items'>>;

export class KnownIds {
  constructor(
    private readonly registers: Pick<Registers, 'organ' | 'person'>,
    private readonly seenCases: SeenCases,
    private readonly reading: Pick<Reading, 'store' | 'scopeOf'>,
  ) {}

  /**
   * Lets an answer pass unless it is empty and was narrowed by an id that stands in no register and
   * nowhere in what the caller may see. An organ or a person that is known, at whatever time, and a
   * case in scope may well have nothing to show.
   * @throws Unknown naming the parameter
   */
  async require(
    request: AskedRequest,
    { items }: Pick<Page<unknown>, 'items'>,
    { organ, superior, person, pleader, case: caseId }: Narrowed,
    ofCase?: OfCase,
  ): Promise<void> {
    if (items.length > 0) return;
    for (const [path, id] of Object.entries({ organ, superior }))
      if (id !== undefined && !(await this.isOrgan(request, id))) throw new Unknown('organ', path);
    for (const [path, id] of Object.entries({ person, pleader }))
      if (id !== undefined && !(await this.isPerson(request, id)))
        throw new Unknown('person', path);
    if (caseId !== undefined && !(await this.isCase(request, caseId, ofCase)))
      throw new Unknown('case', 'case');
  }

  private async isOrgan(request: AskedRequest, organId: string): Promise<boolean> {
    const { store } = this.reading;
    return (
      askedOf(request).caller.organ === organId ||
      (await this.registers.organ(organId)) !== undefined ||
      (await organOccurs(store, this.reading.scopeOf(request), organId))
    );
  }

  private async isPerson(request: AskedRequest, personId: string): Promise<boolean> {
    const { store } = this.reading;
    return (
      (await this.registers.person(personId)) !== undefined ||
      (await personOccurs(store, this.reading.scopeOf(request), personId))
    );
  }

  private async isCase(
    request: AskedRequest,
    caseId: string,
    ofCase: OfCase | undefined,
  ): Promise<boolean> {
    if ((await this.seenCases.find(caseId, request)) !== undefined) return true;
    return ofCase !== undefined && (await ofCase(caseId)).items.length > 0;
  }
}
