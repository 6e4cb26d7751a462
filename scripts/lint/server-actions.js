/**
 * A `'use server'` file exports actions made by `formAction` and nothing else: whatever else it exports becomes an
 * endpoint that anybody may call without a session.
 * @type {import('eslint').Rule.RuleModule}
 */
export const serverActions = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      bare: "a 'use server' file exports formAction(...) constants only: any other export is an open endpoint",
      inline: "no inline 'use server': actions live in a module of their own",
    },
  },
  create(context) {
    const { body } = context.sourceCode.ast;
    const isServerFile = body.some(
      (node) => node.type === 'ExpressionStatement' && node.directive === 'use server',
    );
    const report = (node) => context.report({ node, messageId: 'bare' });
    return {
      ExportNamedDeclaration(node) {
        if (!isServerFile || node.exportKind === 'type') return;
        const made = node.declaration?.type === 'VariableDeclaration' ? node.declaration.declarations : [];
        if (
          made.length === 0 ||
          !made.every(({ init }) => init?.type === 'CallExpression' && init.callee.name === 'formAction')
        )
          report(node);
      },
      ExportDefaultDeclaration: (node) => isServerFile && report(node),
      ExportAllDeclaration: (node) => isServerFile && report(node),
      'BlockStatement > ExpressionStatement[directive="use server"]': (node) =>
        context.report({ node, messageId: 'inline' }),
    };
  },
};
