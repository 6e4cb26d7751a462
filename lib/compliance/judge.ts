import { z } from 'zod';

const countries = z.array(z.string().regex(/^[A-Z]{2}$/)).min(1);

/** Refuses what meets every condition that is given; a condition is met by any of its values. */
export const complianceRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,60}$/),
  when: z
    .strictObject({
      buyerCountry: countries.optional(),
      portalCountry: countries.optional(),
      nodeCountry: countries.optional(),
      kind: z
        .array(z.enum(['permissioned', 'public']))
        .min(1)
        .optional(),
      category: z.array(z.string().min(1).max(60)).min(1).optional(),
    })
    .refine((when) => Object.values(when).some((value) => value !== undefined), {
      error: 'compliance.ruleWithoutCondition',
    }),
  /** Key of the `compliance` texts that tells the buyer why. */
  messageId: z
    .string()
    .regex(/^compliance\.\w+$/)
    .default('compliance.refused'),
  /** Half-open; null: without end. */
  from: z.iso.datetime().nullable().default(null),
  until: z.iso.datetime().nullable().default(null),
});
export const complianceRules = z.array(complianceRule).max(200);
export type ComplianceRule = z.output<typeof complianceRule>;
export type ComplianceRules = z.input<typeof complianceRules>;

export type ComplianceInputs = {
  buyerCountry: string;
  portalCountry: string;
  category: string;
  nodes: readonly { cityNodeId: string; country: string; kind: 'permissioned' | 'public' }[];
};

export type Judgement =
  { allowed: true } | { allowed: false; ruleId: string; messageId: string; cityNodeId: string };

/** Pure: the first rule that refuses any city node of the purchase, in the rules' own order. */
export function judge(rules: readonly ComplianceRule[], inputs: ComplianceInputs, at: Date): Judgement {
  for (const rule of rules) {
    if (!inForce(rule, at)) continue;
    const node = inputs.nodes.find((candidate) => meets(rule, inputs, candidate));
    if (node) {
      return { allowed: false, ruleId: rule.id, messageId: rule.messageId, cityNodeId: node.cityNodeId };
    }
  }
  return { allowed: true };
}

function meets(
  { when }: ComplianceRule,
  inputs: ComplianceInputs,
  node: ComplianceInputs['nodes'][number],
): boolean {
  const met = <T extends string>(wanted: readonly T[] | undefined, value: T) =>
    wanted === undefined || wanted.includes(value);
  return (
    met(when.buyerCountry, inputs.buyerCountry) &&
    met(when.portalCountry, inputs.portalCountry) &&
    met(when.nodeCountry, node.country) &&
    met(when.kind, node.kind) &&
    met(when.category, inputs.category)
  );
}

const inForce = (rule: ComplianceRule, at: Date): boolean =>
  (rule.from === null || new Date(rule.from) <= at) && (rule.until === null || at < new Date(rule.until));
