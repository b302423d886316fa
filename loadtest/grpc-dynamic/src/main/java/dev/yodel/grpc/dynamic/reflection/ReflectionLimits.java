package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.SchemaException;

/**
 * Limits on the descriptors that a server may send.
 *
 * @param files the maximum number of files
 * @param bytes the maximum number of bytes in total, and in one message
 */
public record ReflectionLimits(int files, int bytes) {

    /** 10,000 files and 64 MiB: ten times what the largest public APIs need. */
    public static final ReflectionLimits DEFAULT = new ReflectionLimits(10_000, 64 << 20);

    public ReflectionLimits {
        if (files < 1) {
            throw new SchemaException("reflection files: " + files + " (expected: >= 1)");
        }
        if (bytes < 1) {
            throw new SchemaException("reflection bytes: " + bytes + " (expected: >= 1)");
        }
    }
}
