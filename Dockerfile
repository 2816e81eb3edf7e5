# Compile with everything there is.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# "prepare" would build before there are sources.
RUN ["npm", "ci", "--ignore-scripts"]
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN ["npm", "run", "build"]
# The sandbox and the benchmark need development dependencies, and a server needs neither.
RUN ["rm", "-rf", "dist/sandbox", "dist/bench", "dist/.tsbuildinfo"]

# Run with nothing but what the app needs.
FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json package-lock.json ./
RUN ["npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
COPY --from=build /app/dist ./dist
COPY app.yml ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without a shell and without npm in between, SIGTERM reaches the app, which then finishes what it does.
CMD ["node", "dist/server.js"]
