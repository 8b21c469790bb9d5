// What the service says to people, in the two languages of its users.

/** A text in Chinese (the default) and English; both are written for officials, not engineers. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
