package brand

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	maxLogo  = 256 << 10 // bytes
	maxPixel = 2048      // a side
)

// SVG is the type of a logo in which a script could stand.
const SVG = "image/svg+xml"

// readLogo reads a picture whole and makes sure that a browser can draw it.
func readLogo(path string) (*File, error) {
	extension := strings.ToLower(filepath.Ext(path))
	if extension != ".svg" && extension != ".png" {
		return nil, errors.New("a logo is an .svg or a .png file")
	}
	body, err := readSmall(path)
	if err != nil {
		return nil, err
	}
	if extension == ".png" {
		if err := checkPNG(body); err != nil {
			return nil, err
		}
		return newFile(extension, "image/png", body), nil
	}
	if err := checkSVG(body); err != nil {
		return nil, err
	}
	return newFile(extension, SVG, body), nil
}

func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe would keep the start waiting
		return nil, errors.New("this is no file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, maxLogo+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxLogo {
		return nil, fmt.Errorf("it has more than %d KB: make it smaller", maxLogo>>10)
	}
	return body, nil
}

// checkPNG decodes the picture, so that one that is cut off is found here; its size is known before anything is unpacked.
func checkPNG(body []byte) error {
	config, err := png.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("it is not a PNG: %w", err)
	}
	if config.Width > maxPixel || config.Height > maxPixel {
		return fmt.Errorf("it has %d × %d pixels: at most %d each way", config.Width, config.Height, maxPixel)
	}
	if _, err := png.Decode(bytes.NewReader(body)); err != nil {
		return fmt.Errorf("it is not a whole PNG: %w", err)
	}
	return nil
}

// checkSVG makes sure that the file is XML with the element svg around everything: in an <img>, a browser draws nothing of any other.
// A script in it is no reason to refuse it, for it never runs: not in an <img>, nor under the policy that the file is served with.
func checkSVG(body []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	root := false
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("it is not an SVG that browsers draw (save it as plain SVG, in UTF-8): %w", err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			if depth == 0 && (root || element.Name != xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}) {
				return fmt.Errorf("it is not an SVG: its outermost element is <%s>, not <svg xmlns=\"http://www.w3.org/2000/svg\">", element.Name.Local)
			}
			root = true
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if !root {
		return errors.New("it is not an SVG: there is no element in it")
	}
	return nil
}
