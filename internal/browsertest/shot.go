package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Shot writes a picture of the whole page to the folder that KLASTER_SHOTS names, as
// <name>-<width>-<scheme>.png; the name may hold folders. Without that folder it does nothing.
func (p *Page) Shot(name string) {
	p.tb.Helper()
	dir := os.Getenv("KLASTER_SHOTS")
	if dir == "" {
		return
	}
	scheme := "light"
	if p.set.dark {
		scheme = "dark"
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", filepath.FromSlash(name), p.set.width, scheme))
	p.retry("picture of "+name, func(ctx context.Context) error {
		png, err := picture(ctx)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, png, 0o644)
	})
}

// picture takes the page from top to bottom as PNG.
func picture(ctx context.Context) ([]byte, error) {
	metrics, err := chromedp.Call(ctx, page.GetLayoutMetrics, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	size := metrics.CSSContentSize
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip:                  &page.Viewport{Width: size.Width, Height: size.Height, Scale: 1},
		CaptureBeyondViewport: new(true),
	})
	if err != nil {
		return nil, err
	}
	return shot.Data, nil
}
