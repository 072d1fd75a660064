package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's Chromium, signed in. */
final class Browser implements AutoCloseable {
    private final Playwright playwright;
    private final Page page;
    private final String base;

    Browser(int port, String user, String password) {
        Path chromium = Required.program("chromium", "chromium-browser", "google-chrome");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        base = "http://127.0.0.1:" + port;
        page = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))
                .newPage(new com.microsoft.playwright.Browser.NewPageOptions().setViewportSize(1280, 900));
        page.navigate(base + "/login");
        page.fill("input[name=j_username]", user);
        page.fill("input[name=j_password]", password);
        page.click("form[action='/j_security_check'] button");
        page.waitForURL(base + "/");
    }

    Page open(String path) {
        page.navigate(base + path);
        return page;
    }

    /** Follows the link of the work list, as a person does. */
    Page openFromWorklist(String patientKey) {
        page.navigate(base + "/");
        page.click("#clinical a[href='/patients/" + patientKey + "']");
        page.waitForURL(base + "/patients/" + patientKey);
        return page;
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Required.root().resolve("deploy/e2e/target").resolve(name)));
    }

    /** Every picture of the element was loaded and has pixels. */
    static void assertDrawn(Locator pictures, int count) {
        assertThat(pictures.count()).isEqualTo(count);
        for (Locator picture : pictures.all()) {
            picture.scrollIntoViewIfNeeded();
            picture.evaluate("p => p.decode()");
            assertThat(((Number) picture.evaluate("p => p.naturalWidth")).intValue())
                    .isGreaterThan(100);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
