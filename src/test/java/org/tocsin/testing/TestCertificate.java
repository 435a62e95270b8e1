package org.tocsin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A fresh self-signed certificate, made with the JDK's keytool.
 *
 * @param serverContext for a server that shows it
 * @param pem the certificate alone, for a client that trusts it
 * @param key for what it signs
 */
public record TestCertificate(SSLContext serverContext, Path pem, PrivateKey key) {

    private static final String PASSWORD = "not-a-secret";

    /**
     * Makes one.
     *
     * @param subjectAlternativeName as keytool takes it, such as {@code dns:localhost}
     * @param folder for the files
     */
    public static TestCertificate forName(String subjectAlternativeName, Path folder) {
        return make(folder, "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "san=" + subjectAlternativeName);
    }

    /** One with an RSA key, to sign with. */
    public static TestCertificate signing(Path folder) {
        return make(folder, "-keyalg", "RSA", "-keysize", "2048");
    }

    private static TestCertificate make(Path folder, String... kind) {
        try {
            Path store = Files.createTempDirectory(folder, "certificate").resolve("server.p12");
            List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", "server", "-dname", "CN=test"));
            arguments.addAll(List.of(kind));
            arguments.addAll(List.of("-validity", "2", "-storetype", "PKCS12"));
            arguments.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
            keytool(arguments);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            Path pem = store.resolveSibling("server.pem");
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.getCertificate("server").getEncoded());
            Files.writeString(
                    pem,
                    "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                    StandardCharsets.US_ASCII);
            return new TestCertificate(context, pem, (PrivateKey) keys.getKey("server", PASSWORD.toCharArray()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the test", e);
        }
    }

    private static void keytool(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(arguments);
        command.add(
                0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
