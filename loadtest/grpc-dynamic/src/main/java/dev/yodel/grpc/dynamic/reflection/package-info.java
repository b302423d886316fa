/** A client of server reflection, v1 and v1alpha, that loads schemas from a running server. */
@NullMarked
package dev.yodel.grpc.dynamic.reflection;

import org.jspecify.annotations.NullMarked;
