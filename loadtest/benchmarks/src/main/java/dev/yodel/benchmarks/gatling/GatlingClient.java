package dev.yodel.benchmarks.gatling;

import io.gatling.app.Gatling$;

/** Runs one of the simulations of this package: the arguments are Gatling's own. */
public final class GatlingClient {

    private GatlingClient() {}

    public static void main(String[] args) {
        System.exit(Gatling$.MODULE$.fromArgs(args));
    }
}
