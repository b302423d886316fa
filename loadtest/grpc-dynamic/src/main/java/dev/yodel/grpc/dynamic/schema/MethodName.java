package dev.yodel.grpc.dynamic.schema;

/**
 * The name of a method, split: the full name of its service and its own.
 *
 * @param service such as {@code shop.v1.Shop}
 * @param method such as {@code Buy}
 */
record MethodName(String service, String method) {

    /** Reads {@code shop.v1.Shop/Buy}, {@code /shop.v1.Shop/Buy} as it stands on the wire, or {@code shop.v1.Shop.Buy}. */
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
