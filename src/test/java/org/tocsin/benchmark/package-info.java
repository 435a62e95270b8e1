/**
 * The benchmark of intake, planning and dispatch: {@code ./mvnw -Pbenchmark}. It drives the packaged service through its public
 * API, and takes its figures from outside, at the mail sink and from the operating system.
 */
package org.tocsin.benchmark;
