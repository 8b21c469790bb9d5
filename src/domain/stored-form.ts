// The stored shape of a body: its fields and their types, without the manners a caller is held to.
// Lengths, text forms and cross-field rules may change with the service; what stands must still be
// read, so none of them is asked of an event. The golden files freeze the shape.
import { z } from 'zod';

/**
 * The schema an event's data is read with: strict about fields, types and code lists, and about
 * nothing else.
 * @throws Error for a schema that changes its input: an event is stored as it is read
 */
export function storedForm<T extends z.ZodType>(schema: T): z.ZodType<z.output<T>> {
  return relaxed(schema) as z.ZodType<z.output<T>>;
}

function relaxed(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodObject)
    return z.strictObject(
      Object.fromEntries(
        Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => [key, relaxed(field)]),
      ),
    );
  if (schema instanceof z.ZodExactOptional) return z.exactOptional(relaxed(schema.unwrap()));
  if (schema instanceof z.ZodNullable) return z.nullable(relaxed(schema.unwrap()));
  if (schema instanceof z.ZodArray) return z.array(relaxed(schema.element));
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(relaxed));
  if (schema instanceof z.ZodNumber) return z.number();
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return schema;
  if (schema instanceof z.ZodBoolean || schema instanceof z.ZodNull) return schema;
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return z.string();
  throw new Error(`bug: a ${schema._zod.def.type} has no stored form`);
}
