package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.SchemaException;

/**
 * How much a server may send to describe itself.
 *
 * @param files how many files
 * @param bytes how many bytes in all, and in one message
 */
public record ReflectionLimits(int files, int bytes) {

    /** 10,000 files and 64 MiB: ten times what the largest public APIs need. */
    public static final ReflectionLimits DEFAULT = new ReflectionLimits(10_000, 64 << 20);

    /** Checks the bounds. */
    public ReflectionLimits {
        if (files < 1) {
            throw new SchemaException("reflection files: " + files + " (expected: >= 1)");
        }
        if (bytes < 1) {
            throw new SchemaException("reflection bytes: " + bytes + " (expected: >= 1)");
        }
    }
}
