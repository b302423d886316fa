package dev.yodel.grpc.dynamic.schema;

/**
 * The name of a method in two parts.
 *
 * @param service the full name of its service, such as {@code shop.v1.Shop}
 * @param method its simple name, such as {@code Buy}
 */
record MethodName(String service, String method) {

    /** Parses {@code shop.v1.Shop/Buy}, {@code /shop.v1.Shop/Buy} (the HTTP path), or {@code shop.v1.Shop.Buy}. */
    static MethodName parse(String name) {
        String bare = name.startsWith("/") ? name.substring(1) : name;
        int slash = bare.indexOf('/');
        int split = slash >= 0 ? slash : bare.lastIndexOf('.');
        if (split <= 0 || split == bare.length() - 1 || bare.indexOf('/', split + 1) >= 0) {
            throw new SchemaException("method: " + name + " (expected: package.Service/Method)");
        }
        return new MethodName(bare.substring(0, split), bare.substring(split + 1));
    }
}
