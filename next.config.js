/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'graphile-worker', '@node-rs/argon2', '@react-pdf/renderer', 'pino', 'solc'],
};
