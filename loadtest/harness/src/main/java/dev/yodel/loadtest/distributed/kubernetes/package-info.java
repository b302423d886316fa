/** Injectors as the pods of one Job on Kubernetes. */
@NullMarked
package dev.yodel.loadtest.distributed.kubernetes;

import org.jspecify.annotations.NullMarked;
