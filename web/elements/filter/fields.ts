import type { Kinds } from "./language.ts";
import type { Condition } from "./tree.ts";

export interface Operator {
  /** As the filter language writes it. */
  id: string;
  label: string;
  /** How many values it takes; `period` is a span such as `14d`. */
  values: 0 | 1 | 2 | "many" | "period";
}

export interface Choice {
  value: string;
  label: string;
}

/** A field that may be asked, as the page lists it. */
export interface Field {
  id: string;
  label: string;
  kind: string;
  icon?: string;
  operators: Operator[];
  choices?: Choice[];
  /** Of a link: the entity it leads to, as the search knows it. */
  link?: string;
}

/** A noun whose records link to those of the list, by one of its links. */
export interface RelatedNoun {
  noun: string;
  path: string;
  via: string;
  label: string;
  icon: string;
}

/** The block `filter-fields`: operators are told once; what a field can be asked follows from its kind. */
export interface Listed {
  operators: Operator[];
  kinds: Record<string, string[]>;
  fields: Omit<Field, "operators">[];
  related?: RelatedNoun[];
  /** What many records can come to in a field, by its id. */
  measures?: Record<string, string[]>;
}

export function fieldsOf({ operators, kinds, fields }: Listed): Field[] {
  const asked = (kind: string): Operator[] => operators.filter(({ id }) => kinds[kind]?.includes(id));
  return fields.map((field) => ({ ...field, operators: asked(field.kind) }));
}

export function kindsOf(fields: Field[]): Kinds {
  return new Map(fields.map(({ id, kind }) => [id, kind]));
}

export function operatorOf(field: Field | undefined, id: string): Operator | undefined {
  return field?.operators.find((operator) => operator.id === id);
}

/** The values of a condition in words: names for ids, labels for choices. */
export function valueWords({ values, labels = [] }: Condition, field: Field | undefined): string[] {
  const choices = new Map((field?.choices ?? []).map(({ value, label }) => [value, label]));
  return values.map((value, index) => labels[index] || choices.get(String(value)) || String(value));
}
