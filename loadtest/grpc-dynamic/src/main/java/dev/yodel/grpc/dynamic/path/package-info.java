/** Field paths, which find a value inside a message. */
@NullMarked
package dev.yodel.grpc.dynamic.path;

import org.jspecify.annotations.NullMarked;
