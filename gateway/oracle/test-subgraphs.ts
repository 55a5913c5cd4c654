const federation = `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@interfaceObject",
        "@composeDirective", "@authenticated", "@requiresScopes"]
    )
    @link(url: "https://customer360.example/inputScopes/v0.1", import: ["@inputScopes"])
    @composeDirective(name: "@inputScopes")
  directive @inputScopes(scopes: [[String!]!]!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

/** Most of the types: interfaces, unions, nested lists, covariant outputs, inputs with rules, non-null protected fields. */
const catalog = `${federation}
  scalar Money @requiresScopes(scopes: [["money"], ["audit", "read"]])
  scalar JSON
  enum Level @requiresScopes(scopes: [["level"]]) { LOW HIGH }
  enum Kind { BOOK FILM SONG }

  type Query {
    me: User
    node: Node
    anyMedia: Media
    media(kind: Kind, filter: MediaFilter, secret: Int @inputScopes(scopes: [["arg"]])): [Media]
    strictMedia(level: Level): [Media!]
    search(text: String = "x", deep: [[SearchInput]]): [Hit]
    grouped(filters: [MediaFilter!]): [[Hit]]
    order(id: ID): Order
    orders(first: Int = 3, price: Money): [Order!]
    owned: [Owned]
    priced: Priced
    secrets: Vault @requiresScopes(scopes: [["vault"]])
    wrapped: Wrapper!
  }

  type Mutation {
    ping: String
    lockUser(id: ID, reason: String @inputScopes(scopes: [["reason"]])): User
    changeMedia(filter: MediaFilter): MediaChange
    raise(level: Level): Int
    audit: Vault
    open: Order
  }

  interface Node { id: ID! }
  interface Media implements Node @key(fields: "id") {
    id: ID!
    title(locale: String = "en"): String
    cover: Image
    related(first: Int): [Media]
  }
  interface Owned { owner: Node name: String }
  interface Priced { price: Money label: String }

  type Book implements Media & Node @key(fields: "id") {
    id: ID!
    title(locale: String = "en" @inputScopes(scopes: [["locale"]])): String
    cover: Image
    related(first: Int): [Media]
    pages: Int @requiresScopes(scopes: [["pages"]])
    secretNote: String! @requiresScopes(scopes: [["note"]])
    extra: JSON
  }
  type Film implements Media & Node @key(fields: "id") @requiresScopes(scopes: [["film"]]) {
    id: ID!
    title(locale: String = "en"): String
    cover: Image!
    related(first: Int): [Media]
    length: Int
    director: User @requiresScopes(scopes: [["people"]])
  }
  type Song implements Media & Node @key(fields: "id") {
    id: ID!
    title(locale: String = "en"): String @requiresScopes(scopes: [["song", "title"]])
    cover: Image
    related(first: Int): [Media]
    moved: Int @requiresScopes(scopes: [["old"]])
    kind: Kind
  }
  type Image implements Owned { owner: User name: String width: Int size: Size! }
  type Size { width: Int! height: Int! @requiresScopes(scopes: [["size"]]) }
  type Document implements Owned { owner: Book name: String body: String @requiresScopes(scopes: [["body"]]) }
  type User implements Node @key(fields: "id") {
    id: ID!
    name: String @shareable
    email: String @requiresScopes(scopes: [["pii"]])
    lastOrder: Order
    favourite: Media
    level: Level
  }
  type Order implements Node @key(fields: "id") {
    id: ID!
    total: Money
    lines: [Line!]
    weight: Int
    secretWeight: Int @requiresScopes(scopes: [["weigh"]])
    customer: User
    note: String! @requiresScopes(scopes: [["note"]])
    gift: Gift
  }
  type Line implements Priced { sku: ID! price: Money label: String media: Media }
  type Voucher implements Priced @requiresScopes(scopes: [["voucher"]]) { code: String price: Money label: String }
  type Vault @requiresScopes(scopes: [["vault"]]) { content: String deep: Vault }
  type Wrapper { inner: Wrapper value: Int! @requiresScopes(scopes: [["value"]]) hits: [Hit!]! }

  union Gift = Book | Image | Voucher
  union Hit = Book | Film | Order | User | Voucher
  union MediaChange = Book | Song | Refusal
  type Refusal { message: String! reason: String @requiresScopes(scopes: [["why"]]) }

  input MediaFilter {
    title: String
    hidden: Boolean = false @inputScopes(scopes: [["hidden"]]) @inputScopes(scopes: [["admin"], ["filter"]])
    level: Level
    price: Money
    and: [MediaFilter!]
    kind: Kind = BOOK
  }
  input SearchInput { exact: Boolean near: MediaFilter boost: Float @inputScopes(scopes: [["boost"]]) }
`;

/** Reviews of any media, which it knows as one object type. */
const social = `${federation}
  type Query { topMedia: [Media] reviews(filter: MediaFilter): [Review] }
  type Mutation { review(stars: Int): Review }
  type Media @interfaceObject @key(fields: "id") {
    id: ID!
    score(scale: Int): Int @requiresScopes(scopes: [["score"]])
    reviews: [Review]
    popular: Boolean!
  }
  type Review {
    stars: Int
    body: String @authenticated
    media: Media
    author: User @provides(fields: "name")
    moderation: Moderation
  }
  type Moderation @requiresScopes(scopes: [["moderate"]]) { verdict: String! by: User }
  type User @key(fields: "id") { id: ID! name: String @external reviews: [Review] }
  input MediaFilter {
    title: String
    hidden: Boolean = false @inputScopes(scopes: [["hidden"]])
    level: Level
    price: Money
    and: [MediaFilter!]
    kind: Kind = BOOK
  }
  scalar Money
  enum Level { LOW HIGH }
  enum Kind { BOOK FILM SONG }
`;

/** Needs fields of another subgraph and has taken one over. */
const shipping = `${federation}
  type Query { parcels: [Order] }
  type Order @key(fields: "id") {
    id: ID!
    weight: Int @external
    secretWeight: Int @external
    shipping(express: Boolean): Int @requires(fields: "weight")
    fragile: Boolean @requires(fields: "secretWeight") @requiresScopes(scopes: [["weigh"]])
    stops: [Stop!]
  }
  type Stop { at: String parcel: Order hub: Hub }
  type Hub @key(fields: "id") { id: ID! name: String @requiresScopes(scopes: [["hub"]]) }
  type Song @key(fields: "id") { id: ID! moved: Int @override(from: "catalog") }
  type User @key(fields: "id") { id: ID! region: String home: Hub }
`;

export const testSubgraphs: Readonly<Record<string, string>> = { catalog, social, shipping };
