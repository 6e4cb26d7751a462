/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  outputFileTracingIncludes: { '/**': ['./lib/i18n/messages/**/*'] },
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'graphile-worker', '@node-rs/argon2', '@react-pdf/renderer', 'pino', 'solc'],
};
