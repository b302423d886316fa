/** The service that gRPC's interoperability clients call, behind a switch. */
@NullMarked
package dev.yodel.service.interop;

import org.jspecify.annotations.NullMarked;
