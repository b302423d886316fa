@NullMarked
package dev.yodel.gatling.grpc.schema;

import org.jspecify.annotations.NullMarked;
