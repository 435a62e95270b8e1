/**
 * The failover test: three replicas over a PostgreSQL pair with automatic failover, and a mail sink that no code of ours has
 * written. The scripts that set the machine up are in {@code src/test/cluster}.
 *
 * <p>May use: {@code testing}, and of the service its API over HTTP and its tables.
 */
package org.tocsin.cluster;
